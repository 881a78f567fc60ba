export function printPlan(): string {
  return '';
}
