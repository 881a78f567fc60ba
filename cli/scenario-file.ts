import { type CompiledScenario, compileScenario, readDocument } from '../compiler/index.ts';
import { type CheckedDocument, describe, kindOf } from './check-document.ts';
import { programPath, readDocumentText, yamlAt } from './files.ts';
import { besideOf } from './git-file.ts';
import type { SourceFile } from './terminal/index.ts';

/** True for a document that says it is a scenario. */
export function isScenario(text: string): boolean {
  return text.includes('scenario') && kindOf(readDocument(text).root) === 'scenario';
}

/** The scenarios in a folder, and in `scenarios` in it; undefined for what is no folder. */
export function scenariosIn(path: string): readonly string[] | undefined {
  return yamlAt(path)?.filter((each) => {
    const file = readDocumentText(each);
    return file.kind === 'text' && isScenario(file.text);
  });
}

/** Compiles a scenario with the program that it names, found from the scenario's own folder; `files`: what its text is made of. */
export function compileScenarioAt(
  path: string,
  source: string,
): { readonly compiled: CompiledScenario; readonly files: readonly SourceFile[] } {
  let programFile = '';
  const compiled = compileScenario(source, (named) => {
    programFile = programPath(besideOf(path, named));
    const file = readDocumentText(programFile);
    return file.kind === 'text' ? { text: file.text } : { why: file.why };
  });
  const { scenarioAt } = compiled;
  const files =
    scenarioAt === 0
      ? []
      : [
          { path: programFile, start: 0 },
          { path, start: scenarioAt },
        ];
  return { compiled, files };
}

/** Checks a scenario together with the program that it changes: findings in either of them. */
export function checkScenario(
  path: string,
  source: string,
): { readonly document: CheckedDocument; readonly text: string; readonly files: readonly SourceFile[] } {
  const { compiled, files } = compileScenarioAt(path, source);
  const document = describe(readDocument(source).root, 'scenario', compiled.diagnostics);
  return { document, text: compiled.text, files };
}
