import { createInterface } from 'node:readline';

/**
 * Asks for a new password: twice and without echo on a terminal, else the first line of standard input.
 * @throws {Error} if the two differ, or nothing was given.
 */
export async function readNewPassword(): Promise<string> {
  if (!process.stdin.isTTY) return readFirstLine();
  const first = await askHidden('Password (at least 15 characters): ');
  const second = await askHidden('The same again: ');
  if (first !== second) throw new Error('The two passwords differ: nothing was changed');
  return first;
}

async function readFirstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new Error('No password was given: type it, or pass it on standard input');
}

const ENTER = new Set(['\r', '\n', '\u0004']);
const BACKSPACE = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

function askHidden(question: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const end = (): void => {
      stdin.off('data', listen);
      stdin.setRawMode(false);
      stdin.pause();
      process.stderr.write('\n');
    };
    const listen = (chunk: string): void => {
      for (const character of chunk) {
        if (ENTER.has(character)) {
          end();
          resolve(typed.join(''));
          return;
        }
        if (character === INTERRUPT) {
          end();
          reject(new Error('Interrupted: nothing was changed'));
          return;
        }
        typed = BACKSPACE.has(character) ? typed.slice(0, -1) : [...typed, character];
      }
    };
    stdin.on('data', listen);
  });
}
