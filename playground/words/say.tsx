import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Numbers, numbersOf } from '../../report/index.ts';
import type { Language, Localized, Plan } from '../../schema/index.ts';

const Spoken = createContext<Language>('en');

/** All below it speak this language. */
export function SayProvider({
  language,
  children,
}: {
  readonly language: Language;
  readonly children: ReactNode;
}) {
  return <Spoken.Provider value={language}>{children}</Spoken.Provider>;
}

export function useLanguage(): Language {
  return useContext(Spoken);
}

/** Puts texts into the page's language; both stand side by side where they are used. */
export function useSay(): (text: Localized) => string {
  const language = useContext(Spoken);
  return useMemo(() => (text: Localized) => text[language], [language]);
}

/** How numbers are written in the page's language and a program's currency. */
export function useNumbers(plan: Pick<Plan, 'currency'> | undefined): Numbers {
  const language = useContext(Spoken);
  const { code, decimals } = plan?.currency ?? NO_CURRENCY;
  return useMemo(() => numbersOf(language, { code, decimals }), [language, code, decimals]);
}

const NO_CURRENCY = { code: 'JPY', decimals: 0 };
