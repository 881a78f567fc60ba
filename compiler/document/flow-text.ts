/** Plain data as it would be written on one line of YAML; for examples in messages. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flowText(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  const text = String(value);
  return /[,{}[\]]|: | #|^[>|%@`&*!'"-]/.test(text) ? JSON.stringify(text) : text;
}
