import {
  commonScope,
  type Declarations,
  type EventInfo,
  type EventScope,
  type Site,
  unionScope,
} from '../check/index.ts';
import { childOf } from '../document/index.ts';
import type { Declared } from './inspection.ts';
import type { Path } from './spot.ts';

/** Where an expression stands: what it may see, and the events whose fields its bare names may be. */
export interface Standing {
  readonly site: Site;
  readonly events: readonly EventInfo[];
}

function eventsNamed(names: Iterable<string>, program: Declarations): readonly EventInfo[] {
  return [...new Set(names)].map((name) => program.events.get(name)).filter((event) => event !== undefined);
}

function common(events: readonly EventInfo[], site: Site): EventScope | undefined {
  return events.length === 0 ? undefined : commonScope(events, site);
}

/** Where the expression at a path of the program stands. */
export function standingAt({ program, site: member, root }: Declared, path: Path): Standing {
  const [section, name, part] = path;
  const all = { ...member, awards: () => true };
  const named = String(name);
  const among = (events: readonly EventInfo[], site: Site = all): Standing => ({
    site: { ...site, event: common(events, member) },
    events,
  });
  const special = part === 'available' || part === 'expires' ? (['earned'] as const) : [];
  const dated: Site = { ...all, special: new Set(special) };
  switch (section) {
    case 'rules':
      return among(eventsNamed(program.rules.get(named)?.events ?? [], program), dated);
    case 'groups': {
      const rules = [...program.rules.values()].filter(({ group }) => group === named);
      return among(
        eventsNamed(
          rules.flatMap(({ events }) => events),
          program,
        ),
      );
    }
    case 'rewards':
      return among(eventsNamed(['redeem'], program), dated);
    case 'benefits': {
      const per = childOf(childOf(childOf(root, 'benefits'), named), 'per');
      return among(eventsNamed(per?.kind === 'scalar' ? [per.text] : [], program));
    }
    case 'events':
      return among(eventsNamed([named], program));
    case 'points': {
      const index = program.points.get(named)?.index;
      const rules = [...program.rules.values()].filter(
        ({ gives }) => index !== undefined && gives?.includes(index) === true,
      );
      return ofAny(
        eventsNamed(
          rules.flatMap(({ events }) => events),
          program,
        ),
        dated,
      );
    }
    case 'parameters':
      return ofAny([...program.events.values()], all);
    case 'tiers':
      return { site: { ...all, special: new Set(['reached']) }, events: [] };
    default:
      return { site: all, events: [] };
  }
}

/** A place that sees the fields that any of the events has. */
function ofAny(events: readonly EventInfo[], site: Site): Standing {
  return { site: { ...site, event: events.length === 0 ? undefined : unionScope(events) }, events };
}
