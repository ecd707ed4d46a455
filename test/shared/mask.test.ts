import { expect, it } from 'vitest';
import { maskPersonal, sayMasked } from '../../src/shared/mask.ts';

it.each([
  [
    'masks card numbers however they are grouped, and only those whose sum is right',
    ['Paid with 4111 1111 1111 1111 on Monday', 'Paid with [card number] on Monday', 'a card number'],
  ],
  [
    'masks card numbers however they are grouped, and only those whose sum is right',
    [
      '4111-1111-1111-1111, 378282246310005 and 3782 822463 10005',
      '[card number], [card number] and [card number]',
      'a card number',
    ],
  ],
  [
    'masks card numbers however they are grouped, and only those whose sum is right',
    ['４１１１１１１１１１１１１１１１ and ٤١١١ ١١١١ ١١١١ ١١١١', '[card number] and [card number]', 'a card number'],
  ],
  [
    'masks card numbers however they are grouped, and only those whose sum is right',
    ['Order 4111 1111 1111 1112', 'Order 4111 1111 1111 1112'],
  ],
  [
    'masks account numbers and leaves the words that follow',
    ['to DE89 3704 0044 0532 0130 00 was wrong', 'to [account number] was wrong', 'an account number'],
  ],
  [
    'masks account numbers and leaves the words that follow',
    ['gb29nwbk60161331926819.', '[account number].', 'an account number'],
  ],
  [
    'masks account numbers and leaves the words that follow',
    ['flights UA12 3704 0044 0532 0130 00', 'flights UA12 3704 0044 0532 0130 00'],
  ],
  [
    'masks e-mail addresses and phone numbers, also as Slack writes them',
    ['write to jane.doe+x@mail.example.co.uk', 'write to [e-mail]', 'an e-mail address'],
  ],
  [
    'masks e-mail addresses and phone numbers, also as Slack writes them',
    [
      '<mailto:jane@example.com|jane@example.com> <tel:+15551234567|call>',
      '[e-mail] [phone number]',
      'an e-mail address',
      'a phone number',
    ],
  ],
  [
    'masks e-mail addresses and phone numbers, also as Slack writes them',
    [
      '+49 (0)30 1234567, (555) 123-4567, 555-123-4567, 030 / 1234567',
      '[phone number], [phone number], [phone number], [phone number]',
      'a phone number',
    ],
  ],
  [
    'masks e-mail addresses and phone numbers, also as Slack writes them',
    ['her mobile: 5551234567', 'her mobile: [phone number]', 'a phone number'],
  ],
  ['masks names that something announces', ['customer Jane Doe left', 'customer [name] left', 'a name']],
  [
    'masks names that something announces',
    ['Ms. Anne-Marie de la Cruz and Herr Dr. Müller called', 'Ms. [name] and Herr Dr. [name] called', 'a name'],
  ],
  [
    'masks names that something announces',
    ['Passenger Smith said so, 田中様も', 'Passenger [name] said so, [name]様も', 'a name'],
  ],
  ['masks names that something announces', ["The customer's name is Jane Doe", "The customer's name is [name]", 'a name']],
  [
    'takes away what would call a whole channel',
    [
      '<!channel> look, @here and <!subteam^S1|@ops>',
      '[whole channel] look, [whole channel] and [whole channel]',
      'a call to the whole channel',
    ],
  ],
] as const)('%s: %j', (_what, [text, to, ...masked]) => {
  expect(maskPersonal(text)).toEqual({ text: to, masked });
});

it.each([
  'Flight UA1234 from ORD to SFO on 2001-06-11 was 45 minutes late, not 12.',
  'From 2001-06-11 to 2001-06-17: 1,200,000 rows, 12 345 678 delays, 0.0123456',
  'customer service had 37 complaints; Customer Lifetime Value and customer churn rose',
  'Customers said the price of 1 234 567,89 is wrong; version 3, p95 1234567 ms',
  'ORD\t1200\t1300\t1400\t1500\nSFO\t2200\t2300\t2400\t2500',
  'Call 12 people at 9 on 1 May. お客様は満足 <@U0EXPERT> #ops',
  'Dear Marcus, Lena and Priya wrote this',
  '',
])('leaves “%s” as it is', (text) => {
  expect(maskPersonal(text)).toEqual({ text, masked: [] });
});

it('changes nothing more when it is done again', () => {
  const once = maskPersonal('customer Jane Doe, 4111111111111111, jane@example.com, @channel, +1 555 123 4567').text;
  expect(maskPersonal(once)).toEqual({ text: once, masked: [] });
});

it('says what was left out, and nothing where nothing was', () => {
  expect(sayMasked(['a card number', 'a name'])).toBe('I left out a card number and a name: others read this too.');
  expect(sayMasked([])).toBeNull();
});

it('takes no longer for text that looks like many beginnings', () => {
  const long = `${'customer Aa '.repeat(400)}${'1-'.repeat(2_000)}${'a@'.repeat(2_000)}+${'1 '.repeat(2_000)}`;
  expect(maskPersonal(long).text.length).toBeGreaterThan(0);
});
