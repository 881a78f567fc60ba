import fc from 'fast-check';

/**
 * Properties draw the same cases in every run, so that a change fails or passes for what it changed. To look further:
 * `KIZUNA_SEED=7 npm test -- test/properties`.
 */
fc.configureGlobal({ seed: Number(process.env.KIZUNA_SEED ?? 20_260_401) });
