export declare function textModules(path: string): string;
