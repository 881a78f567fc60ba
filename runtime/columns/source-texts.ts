import type { RejectedRow } from '../../schema/index.ts';
import { type CellMap, type FileContent, type HistorySource, isParquet, rawTexts } from '../history/index.ts';
import type { LateRejects } from './column-sink.ts';

type Again = (file: HistorySource | string) => FileContent;

interface Opened {
  readonly name: string;
  readonly columns: CellMap | undefined;
  readonly content: () => FileContent;
}

/** The files that were read, to find the texts of some of their rows again. */
export class SourceTexts {
  readonly #again: Again | undefined;
  readonly #opened = new Map<number, Opened>();

  constructor(again: Again | undefined) {
    this.#again = again;
  }

  open(number: number, source: HistorySource, columns: CellMap | undefined): HistorySource {
    const chunks = this.#keep(number, source.name, source.chunks, columns, source);
    return { ...source, chunks };
  }

  openMembers(number: number, file: string, content: FileContent, columns: CellMap): FileContent {
    return this.#keep(number, file, content, columns, file);
  }

  /** Late rejects, the first so many of them with the texts of their rows. */
  async of(rejects: LateRejects, most: number): Promise<RejectedRow[]> {
    const wanted = new Map<number, Set<number>>();
    rejects.rejected.forEach((row, at) => {
      if (at >= most) return;
      const source = rejects.sources[at] ?? 0;
      const lines = wanted.get(source) ?? new Set();
      wanted.set(source, lines.add(row.line));
    });
    const found = new Map<number, ReadonlyMap<number, string>>();
    for (const [source, lines] of wanted) {
      const opened = this.#opened.get(source);
      if (opened === undefined) continue;
      found.set(source, await rawTexts(opened.name, opened.content(), opened.columns, lines));
    }
    return rejects.withTexts((source, line) => found.get(source)?.get(line) ?? '');
  }

  #keep(
    number: number,
    name: string,
    content: FileContent,
    columns: CellMap | undefined,
    file: HistorySource | string,
  ): FileContent {
    const again = this.#again;
    if (again !== undefined) {
      this.#opened.set(number, { name, columns, content: () => again(file) });
      return content;
    }
    if (isParquet(content) || Array.isArray(content)) {
      this.#opened.set(number, { name, columns, content: () => content });
      return content;
    }
    const kept: Uint8Array[] = [];
    const { lines } = content;
    this.#opened.set(number, { name, columns, content: () => Object.assign(kept, { lines }) });
    return Object.assign(keeping(content, kept), { lines });
  }
}

async function* keeping(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  kept: Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    kept.push(chunk);
    yield chunk;
  }
}
