export { MOST_BYTES, type ReadDocument, readDocument } from './documents.ts';
export { LONGEST_LINK, packLink, unpackLink } from './link.ts';
export { save } from './save.ts';
export { ShareDialog } from './share-dialog.tsx';
