export { Coded as WithCode } from '../../tables/index.ts';
export { baseOfMoney, useDrawing, useWriting } from './drawing.ts';
export { Against, Figure, Named } from './figure.tsx';
export { NoResult } from './no-result.tsx';
export { Plate } from './plate.tsx';
