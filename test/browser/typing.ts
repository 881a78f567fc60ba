import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The document that is shown, whole (the editor draws only the lines in sight), as it is kept for the next visit. */
export async function editorText(page: Page): Promise<string> {
  const kept = await page.evaluate(`(() => {
    const { documents, tab } = JSON.parse(localStorage.getItem('kizuna /') ?? '{}');
    return documents?.[tab];
  })()`);
  return typeof kept === 'string' ? kept : '';
}

/** Puts a whole text in the place of what the editor shows, as one who pastes it; waits until it has arrived. */
export async function typeInto(page: Page, text: string): Promise<void> {
  await page.locator('.code-place .monaco-editor .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  })()`);
  await expect.poll(() => editorText(page), { timeout: 30_000 }).toBe(text);
}

interface Dropped {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** Drops files on a part of the page, as from a folder beside it. */
export async function dropFiles(page: Page, files: readonly Dropped[], at = '.page'): Promise<void> {
  const plain = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString('base64') }));
  await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of ${JSON.stringify(plain)})
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name));
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.querySelector(${JSON.stringify(at)}).dispatchEvent(
        new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }),
      );
  })()`);
}
