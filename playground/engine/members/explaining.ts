import { type Life, lifeOf, type Why, whyOf } from '../../../report/index.ts';
import type { MemberHistory } from '../../../schema/index.ts';
import type { MemberWanted } from '../../contract/index.ts';
import type { Named } from '../comparing.ts';
import { memberIn, withEvents } from './finding.ts';

async function historyOf(named: Named, { member, added }: MemberWanted): Promise<MemberHistory | undefined> {
  const found = await memberIn(named.version.reading, member);
  return found && withEvents(found.history, added);
}

export async function lifeUnder(named: Named, wanted: MemberWanted): Promise<Life | undefined> {
  const history = await historyOf(named, wanted);
  const { compiled, until } = named.version;
  return history && lifeOf(compiled.plan, history, { until });
}

export async function whyUnder(
  named: Named,
  wanted: MemberWanted,
  occasion: string,
): Promise<Why | undefined> {
  const history = await historyOf(named, wanted);
  const { plan, text } = named.version.compiled;
  return history && whyOf(plan, { name: named.label, text }, history, occasion);
}
