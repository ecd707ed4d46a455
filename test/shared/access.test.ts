import { describe, expect, it } from 'vitest';
import { authorise, may, permissions, type Permission } from '../../src/shared/access.ts';
import { systemActor, type Actor, type Role } from '../../src/shared/actor.ts';
import { LeewayError } from '../../src/shared/errors.ts';

const person = (...roles: Role[]): Actor => ({ kind: 'person', id: 'dana', name: 'Dana', roles, teams: [] });
const service = (...scopes: string[]): Actor => ({ kind: 'service', id: 'cli:root', name: 'cli:root', scopes });
const all = Object.keys(permissions) as Permission[];

describe('access', () => {
  it('to a team’s own model is wider than to others’', () => {
    expect(may(person('data-scientist'), 'registry.write', 'own')).toBe(true);
    expect(may(person('data-scientist'), 'registry.write', 'other')).toBe(false);
    expect(may(person('data-scientist'), 'registry.write')).toBe(false);
  });

  it('that a role has to all models it has to its own', () => {
    expect(may(person('admin'), 'registry.write', 'own')).toBe(true);
  });

  it('to applying a configuration or reading the audit log is not an executive’s', () => {
    expect([may(person('executive'), 'config.apply', 'own'), may(person('executive'), 'audit.read', 'own')]).toEqual([
      false,
      false,
    ]);
  });

  it('is the sum of a person’s roles', () => {
    expect(may(person('executive', 'operator'), 'config.apply')).toBe(true);
  });

  it('is nothing to a person without a role', () => {
    expect(all.filter((permission) => may(person(), permission, 'own'))).toEqual([]);
  });

  it('of a service is its scopes and no more', () => {
    expect(all.filter((permission) => may(service('facts.read'), permission, 'own'))).toEqual(['facts.read']);
  });

  it('of the system’s own jobs is everything', () => {
    expect(all.every((permission) => may(systemActor('tick'), permission))).toBe(true);
  });

  it('refused says which role it takes and whom to ask', () => {
    const refused = () => authorise(person('executive'), 'registry.write');
    expect(refused).toThrow(LeewayError);
    expect(refused).toThrow(
      'You may not do this: it takes the role admin, engineer of the model’s team or data-scientist of the model’s team.'.replaceAll(
        '’',
        "'",
      ),
    );
    expect(() => authorise(person('admin'), 'registry.write')).not.toThrow();
  });
});
