/** The window's frame, as a user finds their way in it. */
import type { Locator, Page } from '@playwright/test';
import { load } from '../load.ts';

export class Frame {
  readonly page: Page;
  /** The bar on top, whose first button names the open project. */
  readonly topBar: Locator;
  readonly panels: Locator;
  /** Says that the engine cannot be reached, and is only there then. */
  readonly connectionProblem: Locator;

  constructor(page: Page) {
    this.page = page;
    this.topBar = page.getByRole('banner');
    this.panels = page.getByRole('main', { name: 'Panels' });
    this.connectionProblem = page.getByRole('status').filter({ hasText: 'Trying' });
  }

  /** The button that names a project, once it is open. */
  projectButton(name: string): Locator {
    return this.topBar.getByRole('button', { name, exact: true });
  }

  /** As a user does, who would do it once more where the network changed just then. */
  reload(): Promise<void> {
    return load(() => this.page.reload());
  }
}
