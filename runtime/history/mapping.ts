import type {
  MappingDocument,
  MappingIgnored,
  MappingMembers,
  MappingMoment,
  MappingRow,
  MappingSource,
  MappingTest,
} from '../../schema/index.ts';

/** How the columns of a file become events: a mapping document that its schema accepts (docs/mapping.md). */
export type Mapping = MappingDocument;
export type RowMapping = MappingRow | MappingIgnored;
export type EventMapping = MappingRow;
export type RowTest = MappingTest;
export type ValueMapping = MappingSource;
export type TimeMapping = MappingMoment;
export type MembersMapping = MappingMembers;
export type FileFormat = Mapping['format'];
export type Columns = NonNullable<Mapping['columns']>;
/** YAML 1.2 reads `yes` as text. */
export type YesNo = boolean | 'yes' | 'no';

export function isYes(value: YesNo | undefined, otherwise: boolean): boolean {
  return value === undefined ? otherwise : value === true || value === 'yes';
}
