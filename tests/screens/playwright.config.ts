// The screenshots for docs/screens: the tests' phone, another program (`cargo xtask screenshots`).
import { defineConfig } from '@playwright/test';

import base from '../../playwright.config';

export default defineConfig(base, { testDir: '.', testMatch: 'every-page.ts', outputDir: '../../test-results/screens', timeout: 240_000, use: { ...base.use, actionTimeout: 10_000 } });
