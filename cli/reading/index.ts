export { prepareReading, type ReadingSetup } from './part-work.ts';
export { type FolderStore, folderStore, sampleOf } from './parts-store.ts';
export { readStored } from './read-parts.ts';
export { chunkIn, type GivenChunk, givenChunk } from './stored-chunk.ts';
