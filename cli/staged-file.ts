import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

/**
 * A file that takes its name when it is complete: until then, and for good when the process ends before, what stood there
 * stays. Devices and pipes are written to as they are.
 */
export class StagedFile {
  readonly #file: number;
  /** Undefined where there is nothing to rename. */
  readonly #staged: { readonly from: string; readonly to: string } | undefined;

  /** Throws as `openSync` does. */
  constructor(path: string) {
    const known = statSync(path, { throwIfNoEntry: false });
    if (known !== undefined && !known.isFile()) {
      this.#file = openSync(path, 'w');
      return;
    }
    if (known !== undefined) accessSync(path, constants.W_OK);
    const to = known === undefined ? path : realpathSync(path);
    const from = `${to}.${process.pid}.partial`;
    this.#file = openSync(from, 'w', known?.mode);
    this.#staged = { from, to };
    process.once('exit', this.#discard);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }

  /** Gives the file its name. */
  close(): void {
    closeSync(this.#file);
    if (this.#staged === undefined) return;
    process.off('exit', this.#discard);
    renameSync(this.#staged.from, this.#staged.to);
  }

  readonly #discard = (): void => {
    if (this.#staged !== undefined) rmSync(this.#staged.from, { force: true });
  };
}
