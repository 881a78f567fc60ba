import {
  applyChoice,
  asNative,
  documentOf,
  type FileStart,
  guessMapping,
  guessMembers,
  type MappingDraft,
  mappingText,
  missingTargets,
  PREVIEWED_BYTES,
  previewRows,
  type RandomFile,
  SURVEYED_BYTES,
  type Survey,
  surveyColumns,
  targetsOf,
  withMembers,
} from '../../runtime/index.ts';
import type { Localized, Plan } from '../../schema/index.ts';
import type { Desk, DeskChange, DeskFile, DeskRequest, HistoryFile } from '../contract/index.ts';

/** Looks at files, guesses their mapping or changes it, and previews it. Never rejects for what the files hold. */
export async function historyDesk(plan: Plan, { files, desk, change }: DeskRequest): Promise<Desk> {
  const known = desk?.files ?? (await Promise.all(files.map(surveyed)));
  const draft =
    desk?.draft === undefined ? firstDraft(plan, known) : changed(plan, known, desk.draft, change);
  if (draft === undefined)
    return {
      files: known,
      draft,
      targets: [],
      missing: [],
      mapping: NO_MAPPING,
      preview: undefined,
      trouble: undefined,
    };
  const own = withRoles(known, draft);
  const main = own.find(({ role }) => role === 'rows');
  const file = files.find(({ name }) => name === main?.name);
  return {
    files: own,
    draft,
    targets: targetsOf(plan, draft),
    missing: missingTargets(plan, draft).map(({ target }) => target),
    mapping: draft.native
      ? NO_MAPPING
      : { en: mappingText(plan, draft, 'en'), ja: mappingText(plan, draft, 'ja') },
    ...(file === undefined
      ? { preview: undefined, trouble: undefined }
      : await previewOf(plan, draft, file, files)),
  };
}

const NO_MAPPING = { en: '', ja: '' };
const LOST = {
  en: 'the browser cannot read this file',
  ja: 'ブラウザーがこのファイルを読み取れません',
};
const DROP_AGAIN = { en: 'drop the file once more', ja: 'もう一度ファイルをドロップしてください' };

/** A list of members is needed whole, and is read anew at each choice: more than this would be waited for, and fill the memory. */
const MOST_LIST = 1 << 25;

function tooLong({ name, size }: HistoryFile): Localized {
  const [own, most] = [size, MOST_LIST].map((bytes) => Math.round(bytes / (1 << 20)));
  return {
    en: `there is no preview: \`${name}\` has ${own} MB, and a preview reads a list of members up to ${most} MB. The history itself is read with all of it`,
    ja: `プレビューはありません。会員の一覧 \`${name}\` が ${own} MB あり、プレビューで読めるのは ${most} MB までです。履歴を読み込むときは、すべて読みます`,
  };
}

async function surveyed(file: HistoryFile): Promise<DeskFile> {
  const { name, size } = file;
  try {
    const start = await startOf(file, SURVEYED_BYTES);
    return { name, size, survey: await surveyColumns(name, start, size <= SURVEYED_BYTES), role: 'apart' };
  } catch {
    // The browser would not give the bytes: a folder, or a file that was moved since.
    return {
      name,
      size,
      survey: { kind: 'refused', file: name, code: 'file-lost', message: LOST, help: DROP_AGAIN },
      role: 'apart',
    };
  }
}

/** The first bytes of a file; of Parquet, which is read here and there, any part as it is asked for. */
async function startOf(file: HistoryFile, most: number): Promise<FileStart> {
  const bytes = new Uint8Array(await file.slice(0, Math.min(most, file.size)).arrayBuffer());
  const isParquet = /\.parquet$/i.test(file.name) || String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1';
  if (!isParquet) return bytes;
  const random: RandomFile = {
    byteLength: file.size,
    slice: (start, end = file.size) => file.slice(start, Math.min(end, file.size)).arrayBuffer(),
  };
  return random;
}

function readable(files: readonly DeskFile[]): readonly Survey[] {
  return files.flatMap(({ survey }) => (survey.kind === 'columns' ? [survey] : []));
}

/** The first file that holds events is mapped; one that lists members goes beside it. */
function firstDraft(plan: Plan, files: readonly DeskFile[]): MappingDraft | undefined {
  const drafts = readable(files).map((survey) => ({ survey, draft: guessMapping(plan, survey) }));
  const isList = ({ draft }: (typeof drafts)[number]) => {
    const choice = draft.picks.event?.choice;
    return !draft.native && choice?.kind === 'constant' && choice.value === 'enroll';
  };
  const main = drafts.find((each) => !isList(each)) ?? drafts[0];
  if (main === undefined) return undefined;
  const members = drafts.find((each) => each !== main && isList(each));
  return withMembers(main.draft, members?.survey.file, members?.draft);
}

function changed(
  plan: Plan,
  files: readonly DeskFile[],
  draft: MappingDraft,
  change: DeskChange | undefined,
): MappingDraft {
  const survey = mainSurvey(files, draft);
  if (change === undefined || survey === undefined) return draft;
  switch (change.kind) {
    case 'choose':
      return applyChoice(plan, survey, draft, change.target, change.choice);
    case 'native':
      return asNative(draft, change.native);
    case 'members': {
      const list = readable(files).find(({ file }) => file === change.file);
      return withMembers(draft, list?.file, list && guessMembers(plan, list));
    }
  }
}

/** The file whose columns the mapping is made for. */
export function mainSurvey(files: readonly DeskFile[], draft: MappingDraft): Survey | undefined {
  const rows = files.find(({ role }) => role === 'rows')?.survey;
  if (rows?.kind === 'columns') return rows;
  return readable(files).find(({ file }) => file !== draft.members?.file);
}

/** Files with the columns of the first one are read through its mapping; others stay apart. */
function withRoles(files: readonly DeskFile[], draft: MappingDraft): readonly DeskFile[] {
  const main = mainSurvey(files, draft);
  const names = (survey: Survey) =>
    survey.columns
      .map(({ name }) => name)
      .sort()
      .join('\n');
  return files.map((file) => {
    const { survey } = file;
    if (survey.kind === 'refused' || main === undefined) return { ...file, role: 'apart' };
    if (file.name === draft.members?.file) return { ...file, role: 'members' };
    const fits = draft.native ? survey.native : alike(survey, main) && names(survey) === names(main);
    return { ...file, role: survey === main || fits ? 'rows' : 'apart' };
  });
}

function alike({ layout }: Survey, main: Survey): boolean {
  return JSON.stringify(layout) === JSON.stringify(main.layout) || layout.format !== 'csv';
}

async function previewOf(
  plan: Plan,
  draft: MappingDraft,
  file: HistoryFile,
  files: readonly HistoryFile[],
): Promise<Pick<Desk, 'preview' | 'trouble'>> {
  const mapping = draft.native ? undefined : documentOf(plan, draft);
  const list = draft.native ? undefined : files.find(({ name }) => name === draft.members?.file);
  if (list !== undefined && list.size > MOST_LIST) return { preview: undefined, trouble: tooLong(list) };
  try {
    const start = await startOf(file, PREVIEWED_BYTES);
    const members = list === undefined ? undefined : await startOf(list, list.size);
    const isWhole = file.size <= PREVIEWED_BYTES;
    const preview = await previewRows(plan, mapping, file.name, start, isWhole, members);
    return { preview, trouble: undefined };
  } catch (error) {
    return { preview: undefined, trouble: troubleOf(error) };
  }
}

/** The browser would not give the bytes, or a fault of ours. */
function troubleOf(error: unknown): Localized {
  if (error instanceof DOMException)
    return { en: `${LOST.en}: ${DROP_AGAIN.en}`, ja: `${LOST.ja}。${DROP_AGAIN.ja}` };
  const reason = error instanceof Error ? error.message : String(error);
  return {
    en: `there is no preview, by a fault of Kizuna: ${reason}`,
    ja: `Kizuna の不具合でプレビューを表示できません: ${reason}`,
  };
}
