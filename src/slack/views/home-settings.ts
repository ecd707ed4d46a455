import { select, type Block, type Blocks, type Choice } from '../blocks.ts';
import { cityOf } from '../../shared/period.ts';
import { actionIds } from '../action-ids.ts';

/** One person's digest: where and when. `zones` are those to choose from, at most 100. */
export interface DigestSettings {
  delivery: 'channel' | 'direct';
  channelName: string;
  /** 1 is Monday. */
  weekday: number;
  hour: number;
  zone: string;
  zones: string[];
  /** Of one's own as a direct message: how often, and whether only what it comes to. */
  often: 'weekly' | 'monthly';
  short: boolean;
  /** `Mon 18 June 2001, 09:00` in the person's zone. */
  next: string;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const two = (value: number) => String(value).padStart(2, '0');
const hours: Choice[] = Array.from({ length: 24 }, (_, hour) => ({ label: `${two(hour)}:00`, value: String(hour) }));
const oftens: Choice[] = [
  { label: 'Every week', value: 'weekly' },
  { label: 'Once a month: the newest week', value: 'monthly' },
];
const lengths: Choice[] = [
  { label: 'All of it', value: 'whole' },
  { label: 'The short one', value: 'short' },
];
const maxZones = 100;

export function settingsBlocks(make: Blocks, settings: DigestSettings | null): Block[] {
  if (!settings)
    return [
      make.section(
        'settings:none',
        'You are in no audience yet, so no digest comes to you. Whoever keeps leeway.yml can add you.',
      ),
    ];
  const zones = [...new Set([settings.zone, ...settings.zones])].slice(0, maxZones);
  const places = [
    { label: `In ${settings.channelName}`, value: 'channel' },
    { label: 'As a direct message', value: 'direct' },
  ];
  return [
    make.actions('settings', [
      select(`${actionIds.homeSetting}:delivery`, 'Where', places, settings.delivery),
      select(
        `${actionIds.homeSetting}:weekday`,
        'Day',
        weekdays.map((label, index) => ({ label, value: String(index + 1) })),
        String(settings.weekday),
      ),
      select(`${actionIds.homeSetting}:hour`, 'Hour', hours, String(settings.hour)),
      select(
        `${actionIds.homeSetting}:zone`,
        'Time zone',
        zones.map((zone) => ({ label: zone.replaceAll('_', ' '), value: zone })),
        settings.zone,
      ),
    ]),
    // A channel's digest is for all: only one's own comes shorter or less often.
    ...(settings.delivery === 'direct'
      ? [
          make.actions('settings:own', [
            select(`${actionIds.homeSetting}:often`, 'How often', oftens, settings.often),
            select(`${actionIds.homeSetting}:short`, 'How long', lengths, settings.short ? 'short' : 'whole'),
          ]),
        ]
      : []),
    make.context('settings:next', [`Next one: ${settings.next} (${cityOf(settings.zone)})`]),
  ];
}
