import { parseArgs } from 'node:util';
import type { OfficeScope } from '#src/domain/office.ts';
import { isStaffRole, MIN_PASSWORD_LENGTH, STAFF_ROLES, type StaffRole } from '#src/domain/staff.ts';
import { InvalidStaffAccountError } from '#src/domain/staffDirectory.ts';
import type { Storage } from '#src/storage/createStorage.ts';
import { findInstallation, runCommand } from './openInstallation.ts';
import { readNewPassword } from './readPassword.ts';

const USAGE = `npm run staff -- add LOGIN --office BE|LU|both [--role ${STAFF_ROLES.join('|')}]… [--name NAME]
npm run staff -- list
npm run staff -- disable LOGIN
npm run staff -- enable LOGIN
npm run staff -- sign-out LOGIN          ends every session
npm run staff -- reset LOGIN             new password
npm run staff -- reset-second-step LOGIN lost phone: the next sign-in sets up a new one
The password is asked for, or read from standard input; it has at least ${MIN_PASSWORD_LENGTH} characters.`;

/** What to do about an account that may not be stored as described. */
const ADVICE: Readonly<Record<InvalidStaffAccountError['code'], string>> = {
  login_invalid: 'The login must be an e-mail address, or 3 to 100 of a–z, 0–9 and . _ % + @ -',
  login_taken: 'There is an account with this login: use reset, or another login',
  password_too_short: `The password needs at least ${MIN_PASSWORD_LENGTH} characters: a sentence is good`,
  password_too_long: 'The password is too long: at most 256 characters',
  role_missing: `Name at least one role: ${STAFF_ROLES.join(', ')}`,
};

/** `npm run staff`: the accounts of the staff page. */
async function manageStaff(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      office: { type: 'string' },
      role: { type: 'string', multiple: true },
      name: { type: 'string' },
    },
  });
  const [command, login] = positionals;
  const perform = choose(command, login, values);
  return findInstallation().withStorage((storage) =>
    perform(storage).catch((error: unknown) => {
      throw error instanceof InvalidStaffAccountError ? new Error(ADVICE[error.code], { cause: error }) : error;
    }),
  );
}

/** What the commands work with. */
type Accounts = Pick<Storage, 'staffDirectory' | 'staffSessions' | 'secondFactors'>;

interface Options {
  readonly office?: string;
  readonly role?: readonly string[];
  readonly name?: string;
}

function choose(
  command: string | undefined,
  login: string | undefined,
  options: Options,
): (accounts: Accounts) => Promise<string> {
  if (command === 'list') return listStaff;
  if (login === undefined) throw new Error(USAGE);
  switch (command) {
    case 'add':
      return addStaff(login, options);
    case 'disable':
      return async ({ staffDirectory }) =>
        describeChange(await staffDirectory.disable(login), login, 'disabled, and signed out');
    case 'enable':
      return async ({ staffDirectory }) => describeChange(await staffDirectory.enable(login), login, 'enabled');
    case 'sign-out':
      return async ({ staffDirectory, staffSessions }) => {
        const member = await staffDirectory.findByLogin(login);
        if (member) await staffSessions.endAll(member.id, { kind: 'commandLine' });
        return describeChange(member !== undefined, login, 'signed out everywhere');
      };
    case 'reset':
      return async ({ staffDirectory }) => {
        const isKnown = await staffDirectory.resetPassword(login, await readNewPassword());
        return describeChange(isKnown, login, 'enabled with the new password, and signed out everywhere');
      };
    case 'reset-second-step':
      return async ({ secondFactors }) =>
        describeChange(await secondFactors.reset(login), login, 'without a second step, and signed out everywhere');
    default:
      throw new Error(USAGE);
  }
}

function addStaff(login: string, options: Options): (accounts: Accounts) => Promise<string> {
  const office = readOffice(options.office);
  const roles = (options.role ?? ['counsellor']).flatMap((text) => text.split(',')).map(readRole);
  return async ({ staffDirectory }) => {
    const password = await readNewPassword();
    const member = await staffDirectory.add({ login, displayName: options.name ?? login, roles, office, password });
    return `${member.login} was added (${member.roles.join(', ')}; ${member.office})`;
  };
}

async function listStaff({ staffDirectory }: Accounts): Promise<string> {
  const members = await staffDirectory.list();
  if (members.length === 0) return 'There are no staff accounts yet: npm run staff -- add LOGIN --office both';
  return members
    .map(({ login, roles, office, isDisabled, signsInBy, hasSecondFactor }) =>
      [
        login,
        roles.join(','),
        office,
        isDisabled ? 'disabled' : 'enabled',
        hasSecondFactor ? `${signsInBy} and code` : signsInBy,
      ].join('\t'),
    )
    .join('\n');
}

function describeChange(isKnown: boolean, login: string, done: string): string {
  if (!isKnown)
    throw new Error(`There is no such account, or its password is kept elsewhere: ${login}. See npm run staff -- list`);
  return `${login} is ${done}`;
}

function readOffice(text: string | undefined): OfficeScope {
  if (text === 'BE' || text === 'LU' || text === 'both') return text;
  throw new Error('Say whose requests the account may see: --office BE, LU or both');
}

function readRole(text: string): StaffRole {
  if (isStaffRole(text)) return text;
  throw new Error(`There is no role ${text}: choose from ${STAFF_ROLES.join(', ')}`);
}

runCommand(manageStaff, USAGE);
