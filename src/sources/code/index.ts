export { codeCatalog } from './catalog.ts';
export { lockFileIn } from './lock-file-in.ts';
export { type ScanFolderOptions, type ScannedFolder, scanFolder } from './scan.ts';
