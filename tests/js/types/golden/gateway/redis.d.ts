export interface RedisStoreOptions {
    prefix?: string | undefined;
}
export type SendCommand = (...command: [
    name: string,
    ...args: string[]
]) => Promise<unknown>;
export function redisStore(send: SendCommand, options?: RedisStoreOptions): Store;
