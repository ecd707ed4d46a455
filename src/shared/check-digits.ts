const afterAscii = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/gu;

/** Digits of other scripts (Arabic, Persian, Devanagari, full width) as 0 to 9. */
const plainDigits = (text: string) => text.replace(afterAscii, (digit) => String((digit.codePointAt(0)! - zeroOf(digit)) % 10));
const zeroOf = (digit: string) => [0xff10, 0x0966, 0x06f0, 0x0660].find((zero) => zero <= digit.codePointAt(0)!) ?? 0;

/** Whether 13 to 19 digits, with or without gaps, are a payment card's: ISO/IEC 7812-1, its first digit and Luhn's sum. */
export function isCardNumber(text: string): boolean {
  const digits = plainDigits(text).replace(/\D/gu, '');
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/u.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether letters and digits are an international bank account number: ISO 13616, remainder 1 of 97. */
export function isAccountNumber(text: string): boolean {
  const plain = text.replace(/[^a-z0-9]/giu, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/u.test(plain)) return false;
  let rest = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** How much of a text that begins with an account number is that number: words may follow it. 0 where it is none. */
export function accountNumberLength(text: string): number {
  for (const { index } of text.matchAll(/(?=[\s-]|$)/gu)) if (isAccountNumber(text.slice(0, index))) return index;
  return 0;
}
