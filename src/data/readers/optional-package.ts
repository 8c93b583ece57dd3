import { RuntimeError } from '../../core/index.ts';

/** Imports a package that is optional. Throws {@link RuntimeError} that says how to install it where it is missing. */
export async function importOptional<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new RuntimeError(`${purpose} needs the package ${name}, which is not installed or does not load here`, {
      advice: `Install it with: npm install ${name}`,
      cause: error,
    });
  }
}
