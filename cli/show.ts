import type { Plan } from '../schema/index.ts';

export {
  type LedgerColumn,
  scaleOf,
  showDay,
  showGrouped,
  showQuantity,
  showTime,
} from '../report/index.ts';

/** A program as it names itself, with its version where it states one. */
export function programName({ program, version }: Pick<Plan, 'program' | 'version'>): string {
  return version === '' ? program : `${program} ${version}`;
}
