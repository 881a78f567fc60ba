import type {
  Ignored,
  MappingDocument,
  Members,
  Moment,
  Row,
  Source,
  Test,
} from '../../schema/generated/mapping.ts';

/** How the columns of a file become events: a mapping document that its schema accepts (docs/mapping.md). */
export type Mapping = MappingDocument;
export type RowMapping = Row | Ignored;
export type EventMapping = Row;
export type RowTest = Test;
export type ValueMapping = Source;
export type TimeMapping = Moment;
export type MembersMapping = Members;
export type FileFormat = Mapping['format'];
export type Columns = NonNullable<Mapping['columns']>;
/** YAML 1.2 reads `yes` as text. */
export type YesNo = boolean | 'yes' | 'no';

export function isYes(value: YesNo | undefined, otherwise: boolean): boolean {
  return value === undefined ? otherwise : value === true || value === 'yes';
}
