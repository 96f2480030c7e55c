export interface ContactCardUploadMessages {
    choose: string;
    hint: string;
    cancel: string;
    uploading: (name: string, count: number) => string;
    uploaded: string;
    cancelled: string;
    edited: string;
    notAnImage: (name: string) => string;
    notHttps: string;
    failed: (reason: string) => string;
}
export interface UploadContext {
    signal: AbortSignal;
    onProgress: (fraction: number) => void;
}
export type UploadPicture = (file: File, context: UploadContext) => Promise<string | URL>;
export function enableUpload(editor: ContactCardEditorElement, uploadPicture: UploadPicture, options?: {
    messages?: Partial<ContactCardUploadMessages> | null | undefined;
}): () => void;
export const englishUpload: ContactCardUploadMessages;
