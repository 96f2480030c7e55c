export interface BudgetsId {
    toString(): string;
}
export interface BudgetsNamespace {
    idFromName(name: string): BudgetsId;
    get(id: BudgetsId): BudgetsStub;
}
export interface BudgetsState {
    readonly storage: BudgetsStorage;
}
export interface BudgetsStorage {
    get(keys: string[]): Promise<Map<string, unknown>>;
    list(options: {
        limit: number;
        startAfter?: string;
    }): Promise<Map<string, unknown>>;
    put(entries: Record<string, unknown>): Promise<void>;
    delete(keys: string[]): Promise<number>;
    getAlarm(): Promise<number | null>;
    setAlarm(time: number): Promise<void>;
}
export interface BudgetsStub {
    fetch(url: string, init: {
        method: string;
        body: string;
    }): Promise<{
        readonly ok: boolean;
        readonly status: number;
        json(): Promise<unknown>;
    }>;
}
export class WriteBudgets {
    constructor(state: BudgetsState);
    fetch(request: {
        json(): Promise<unknown>;
    }): Promise<HostResponse>;
    alarm(): Promise<void>;
}
export function durableObjectStore(namespace: BudgetsNamespace): Store;
