/** Something the user can understand and act on: its message is one or two full sentences. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/** Runs a script to its end; trouble is told in its own words, anything else with its stack. */
export async function script(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Trouble ? error.message : error);
    process.exitCode = 1;
  }
}
