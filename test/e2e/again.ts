const TRIES = 4;

/**
 * Does something in the window and waits for its effect; both once more when it does not come, since VS Code drops a
 * click that meets a row or a menu just being drawn anew. What is still missing after four times fails as `seen` fails.
 *
 * @param seen - waits for the effect, no longer than the milliseconds given; rejects when it does not come
 */
export async function again(
  act: () => Promise<void>,
  seen: (timeout: number) => Promise<unknown>,
): Promise<void> {
  for (let tries = TRIES; tries > 1; tries--) {
    try {
      await act();
      await seen(8_000);
      return;
    } catch {
      // The next time.
    }
  }
  await act();
  await seen(45_000);
}
