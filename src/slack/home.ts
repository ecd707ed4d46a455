import type { Charts } from '../charts/create-charts.ts';
import type { Ctx } from '../db/ctx.ts';
import { messageOf } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import type { SlackApi } from './slack-api.ts';
import { uploadImage, type UploadBounds } from './upload-image.ts';
import type { SlackVerbs } from './verbs.ts';
import { homeView, type HomeModel, type HomeView } from './views/home.ts';

export interface HomeDeps {
  api: SlackApi;
  charts: Charts;
  verbs: SlackVerbs;
  upload: UploadBounds;
}
export interface Home {
  /** Shows a person's Home; sparklines that Slack does not have yet follow in a second showing. */
  publish(ctx: Ctx, userId: string): Promise<void>;
}

const maxPictures = 5;
const maxRemembered = 2000;

export function createHome({ api, charts, verbs, upload }: HomeDeps): Home {
  /** File ids by what is drawn, so that a line is uploaded once and not at each look. */
  const uploaded = new Map<string, string>();

  async function picture(ctx: Ctx, model: HomeModel): Promise<[string, string] | undefined> {
    if (!model.sparkline || model.sparkline.values.length < 2) return undefined;
    const key = sha256(JSON.stringify(model.sparkline));
    const known = uploaded.get(key);
    if (known) return [model.modelId, known];
    try {
      const { png } = await charts.draw({ chart: 'sparkline', ...model.sparkline });
      const fileId = await uploadImage(api, { png, alt: model.sparkline.alt, title: model.name }, upload);
      if (uploaded.size >= maxRemembered) uploaded.clear();
      uploaded.set(key, fileId);
      return [model.modelId, fileId];
    } catch (error) {
      ctx.log.warn(
        { code: 'chart-not-drawn', model: model.modelId, error: messageOf(error) },
        'a sparkline was not drawn; Home shows the words',
      );
      return undefined;
    }
  }

  const knownPictures = (home: HomeView) =>
    new Map(
      home.models.flatMap((model): [string, string][] => {
        const known = model.sparkline && uploaded.get(sha256(JSON.stringify(model.sparkline)));
        return known ? [[model.modelId, known]] : [];
      }),
    );

  return {
    async publish(ctx, userId) {
      const home = await verbs.home(ctx);
      const known = knownPictures(home);
      await api.publishHome(userId, homeView(home, known));
      const drawn = await Promise.all(home.models.slice(0, maxPictures).map((model) => picture(ctx, model)));
      const pictures = new Map(drawn.filter((one) => one !== undefined));
      if (pictures.size > known.size) await api.publishHome(userId, homeView(home, pictures));
    },
  };
}
