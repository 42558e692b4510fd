import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A valid number in the groups in which people read and dial it; any other as it was typed. */
export function describeNumber(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}
