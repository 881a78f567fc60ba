/** Does one thing at a time; of what is wanted meanwhile only the newest is done after it. What it does must not reject. */
export function newestOnly<Wanted>(act: (wanted: Wanted) => Promise<void>): (wanted: Wanted) => void {
  let isActing = false;
  let waiting: { readonly wanted: Wanted } | undefined;
  const begin = async (first: Wanted): Promise<void> => {
    isActing = true;
    waiting = { wanted: first };
    while (waiting !== undefined) {
      const { wanted }: { readonly wanted: Wanted } = waiting;
      waiting = undefined;
      await act(wanted);
    }
    isActing = false;
  };
  return (wanted) => {
    if (isActing) waiting = { wanted };
    else void begin(wanted);
  };
}
