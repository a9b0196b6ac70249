export declare const yaml: string;
export declare const parserFiles: RegExp;
export declare function plainParser(path: string): string;
