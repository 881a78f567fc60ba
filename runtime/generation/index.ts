export { Granting } from './affordable.ts';
export { type GenerationOptions, Generator } from './generator.ts';
export { type CustomerModel, customerModel, type ModelAnswers } from './model.ts';
export { Random } from './random.ts';
export { type RowFormat, type RowWriter, rowWriter } from './rows.ts';
