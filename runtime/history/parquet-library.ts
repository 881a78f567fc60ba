import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors } from 'hyparquet-compressors';

/**
 * What knows the format from inside and unpacks its pages. It is larger than all else that reads a history, and only this format
 * needs it: it comes as a piece of its own with the first such file, and whoever has one open has it.
 */
export const library = {
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  parquetHeader,
  decompressPage,
  compressors,
};
export type ParquetLibrary = typeof library;
