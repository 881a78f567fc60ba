export { baseOfMoney, useDrawing, useWriting } from './drawing.ts';
export { Against, Figure, Named, WithCode } from './figure.tsx';
export { NoResult } from './no-result.tsx';
export { Plate } from './plate.tsx';
