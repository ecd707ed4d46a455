import { appsMethods } from './apps.ts';
import { chatMethods } from './chat.ts';
import { conversationsMethods } from './conversations.ts';
import type { Method } from './define.ts';
import { filesMethods } from './files.ts';
import { peopleMethods } from './people.ts';
import { viewsMethods } from './views.ts';

/** Every Web API method that the sandbox speaks; any other is unknown_method. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({ ...appsMethods, ...chatMethods, ...conversationsMethods, ...filesMethods, ...peopleMethods, ...viewsMethods }),
);
