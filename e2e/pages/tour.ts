/** The guided tour, as somebody new takes it. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Tour {
  readonly page: Page;
  /** The panel; not there while the tour is closed. */
  readonly panel: Locator;
  /** Moves on to the place of the next thing to do. */
  readonly showMe: Locator;
  /** The way back, in the status bar. */
  readonly continue: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('complementary', { name: 'Guided tour' });
    this.showMe = this.panel.getByRole('button', { name: 'Show me' });
    this.continue = page.getByRole('contentinfo').getByRole('button', { name: /^Tour: step/ });
  }

  /** The row of a step, e.g. “Build and start”, once it is in a state, e.g. “Done”. */
  step(title: string, state: 'Done' | 'Now' | 'Later' | 'Not here yet'): Locator {
    return this.panel.getByRole('button', { name: new RegExp(`^\\d\\. ${title} ?${state}$`) });
  }

  async expectStep(title: string, state: 'Done' | 'Now' | 'Later' | 'Not here yet'): Promise<void> {
    await expect(this.step(title, state)).toBeVisible();
  }

  /** A line of the step that is open, once it says that it has happened. */
  async expectReached(goal: string): Promise<void> {
    await expect(
      this.panel
        .getByRole('listitem')
        .filter({ hasText: `${goal}: yes` })
        .last(),
    ).toBeVisible();
  }

  async expectNotReached(goal: string): Promise<void> {
    await expect(
      this.panel
        .getByRole('listitem')
        .filter({ hasText: `${goal}: not yet` })
        .last(),
    ).toBeVisible();
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Close the side bar' }).click();
  }
}
