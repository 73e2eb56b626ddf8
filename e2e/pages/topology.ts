/** The picture of the roles, as read from its labels. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Topology {
  readonly roles: Locator;
  /** Under the picture: whether Nix agrees with it, and what a start would change. */
  readonly apply: Locator;
  readonly #place: Locator;
  readonly #panel: Locator;

  constructor(page: Page) {
    this.#panel = page.getByRole('tabpanel', { name: 'Topology' });
    this.#place = page.getByRole('region', { name: 'Roles and who needs whom' });
    this.roles = this.#place.locator('[aria-roledescription="role"]');
    this.apply = this.#panel.getByRole('button', { name: 'Apply', exact: true });
  }

  role(name: string): Locator {
    return this.#place.getByRole('group', { name: new RegExp(`^${name}, `) });
  }

  /** @param nodes how many the role shall have, one press of its stepper at a time */
  async scale(name: string, nodes: number): Promise<void> {
    const more = this.role(name).getByRole('button', { name: `One node of ${name} more` });
    for (let step = await this.#wanted(name); step < nodes; step += 1) await more.click();
    await this.expectNodes(name, nodes);
  }

  async expectNodes(name: string, nodes: number): Promise<void> {
    await expect(this.role(name)).toHaveAccessibleName(
      new RegExp(`^${name}, ${nodes} node${nodes === 1 ? '' : 's'}`),
    );
  }

  async expectStatus(words: string | RegExp): Promise<void> {
    await expect(this.#panel.getByRole('status').filter({ hasText: words })).toBeVisible();
  }

  async #wanted(name: string): Promise<number> {
    const words = (await this.role(name).getAttribute('aria-label')) ?? '';
    return Number(/, (\d+) node/.exec(words)?.[1]);
  }
}
