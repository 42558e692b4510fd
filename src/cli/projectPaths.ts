import { fileURLToPath } from 'node:url';

/** Where the content lies. */
export const LOCALES_DIR = fileURLToPath(new URL('../../locales', import.meta.url));

/** Where trained models are kept between starts; may be deleted at any time. */
export const MODELS_DIR = fileURLToPath(new URL('../../dist/models', import.meta.url));

/** The labelled development questions. */
export const QUESTIONS_DIR = fileURLToPath(new URL('../../test/understanding/questions', import.meta.url));

/** Messages that judge the crisis screen. */
export const CRISIS_SETS_DIR = fileURLToPath(new URL('../../test/understanding/crisis', import.meta.url));
