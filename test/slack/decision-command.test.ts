import { describe, expect, it } from 'vitest';
import { parseDecisionCommand } from '../../src/slack/decision-command.ts';

describe('a command about decisions', () => {
  it.each([
    ['promote flight-delay 3 to production', { is: 'promote', model: 'flight-delay', version: 3, environment: 'production' }],
    ['promote Flight Delay v3 into staging', { is: 'promote', model: 'Flight Delay', version: 3, environment: 'staging' }],
    [
      'Promote version 3 of flight delay to production',
      { is: 'promote', model: 'flight delay', version: 3, environment: 'production' },
    ],
    ['promote flight-delay 3', { is: 'promote', model: 'flight-delay', version: 3, environment: 'production' }],
    ['promote flight-delay', { is: 'incomplete', topic: 'promote' }],
    ['rollback flight-delay', { is: 'serving', model: 'flight-delay' }],
    ['roll back flight delay in staging', { is: 'serving', model: 'flight delay', environment: 'staging' }],
    ['pause the flight delay!', { is: 'serving', model: 'flight delay' }],
    ['version flight-delay', { is: 'version', model: 'flight-delay' }],
    ['version flight-delay 2', { is: 'version', model: 'flight-delay', version: 2 }],
    ['version 2 of flight delay', { is: 'version', model: 'flight delay', version: 2 }],
    ['requests', { is: 'requests' }],
    ['help roll back', { is: 'help', topic: 'rollback' }],
    ['rules of flight delay', { is: 'rules', model: 'flight delay' }],
    ['rule flight-delay', { is: 'rules', model: 'flight-delay' }],
    ['risk', { is: 'risk' }],
    ['Risk high', { is: 'risk', riskClass: 'high' }],
    ['help risk', { is: 'help', topic: 'risk' }],
    ['rule', { is: 'incomplete', topic: 'rule' }],
    ['pause', { is: 'incomplete', topic: 'pause' }],
  ])('%s', (text, command) => expect(parseDecisionCommand(text)).toEqual(command));

  it.each([
    'which version of flight delay is live?',
    'status flight-delay',
    'requests from monday',
    'help status',
    'risk of flight delay',
    '',
    'promote '.repeat(80),
  ])('is none where something else is said: %s', (text) => expect(parseDecisionCommand(text)).toBeUndefined());
});
