// What knows the format from inside and unpacks its pages. It is larger than all else that reads a history, and only this format
// needs it: it comes as a piece of its own, with the first such file.
export { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
export { parquetHeader } from 'hyparquet/src/column.js';
export { decompressPage } from 'hyparquet/src/datapage.js';
export { compressors } from 'hyparquet-compressors';
