/** Building, starting, testing and stopping: the primary button and the panels that tell how it went. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Run {
  readonly page: Page;
  readonly build: Locator;
  /** In the status bar: what everything is about, and whether its build is that of the files. */
  readonly target: Locator;
  readonly nodes: Locator;
  readonly tests: Locator;
  readonly statements: Locator;

  constructor(page: Page) {
    this.page = page;
    this.build = page.getByRole('tabpanel', { name: 'Build' });
    this.target = page.getByRole('contentinfo').getByRole('button', { name: /^composition · / });
    this.nodes = page.getByRole('tabpanel', { name: 'Nodes' });
    this.tests = page.getByRole('tabpanel', { name: 'Tests' });
    this.statements = this.tests.getByRole('tree', { name: 'Statements' });
  }

  /** The primary button while it says this. */
  primary(words: string | RegExp): Locator {
    return this.page.getByRole('banner').getByRole('button', { name: words, disabled: false });
  }

  /** Brings a panel of the bottom to the front. */
  async show(panel: 'Build' | 'Nodes' | 'Tests' | 'Terminals' | 'Problems'): Promise<void> {
    await this.page.getByRole('tab', { name: panel, exact: true }).click();
  }

  /** Chooses from the menu beside the primary button. */
  async choose(action: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More to build and run' }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  /** The row of a node in the table of nodes. */
  node(name: string): Locator {
    return this.nodes.getByRole('row').filter({ has: this.page.getByRole('cell', { name, exact: true }) });
  }

  async expectRunning(...names: readonly string[]): Promise<void> {
    for (const name of names) await expect(this.node(name)).toContainText('Running');
    // One row more for the titles.
    await expect(this.nodes.getByRole('row')).toHaveCount(names.length + 1);
  }
}
