/** Of Kizuna: what `kizuna --version` says and reports are signed with; package.json has the same. */
export const VERSION = '0.1.0';
