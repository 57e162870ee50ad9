// From a resident's report over the desk to the department and back, with two desks at once in between.
import { choose, desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, jpeg, test } from './fixtures';
import { reportHazard } from './stories';

test('a community accepts and assigns, the department starts and resolves with a photo', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '垃圾堆积');

  const community = await desk(browser, server, STAFF.community);
  await community.goto('/admin');
  await community.getByRole('link', { name: /垃圾堆积/ }).first().waitFor();
  await openCase(community, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('受理，办好了')).toBeVisible();
  await community.getByRole('button', { name: '交办', exact: true }).click();
  await community.getByLabel('搜索单位').fill('城管');
  await community.getByRole('dialog').getByRole('button', { name: /城市管理/ }).first().click();
  await community.getByLabel(/写一句话/).fill('请今天清走。');
  await community.getByRole('dialog').getByRole('button', { name: '交办', exact: true }).click();
  await expect(community.getByText(/现在归.*城市管理.*办/)).toBeVisible();

  const department = await desk(browser, server, STAFF.department);
  await openCase(department, number);
  await expect(department.getByText('请今天清走。')).toBeVisible();
  await department.getByRole('button', { name: '开始处理', exact: true }).click();
  await department.getByRole('button', { name: '办好了', exact: true }).click();
  await department.getByLabel('从相册选').setInputFiles(await jpeg(department));
  await department.getByLabel('怎么办的').fill('已经清走，地面也冲洗了。');
  await department.getByRole('dialog').getByRole('button', { name: '办好了', exact: true }).click();
  await expect(department.getByText('已处理，待确认').first()).toBeVisible();
  await expect(department.getByText('已经清走，地面也冲洗了。')).toBeVisible();

  // The resident reads the words, and nothing of a desk's notes.
  await choose(department, '内部备注');
  await department.getByRole('dialog').getByRole('textbox').fill('垃圾是装修户丢的，已经提醒。');
  await expect(department.getByRole('dialog').getByText('只有工作人员看得到')).toBeVisible();
  await department.getByRole('dialog').getByRole('button', { name: '内部备注', exact: true }).click();
  await expect(department.getByText('垃圾是装修户丢的，已经提醒。')).toBeVisible();
  await open(`/cases/${number}`);
  await expect(page.getByText('已经清走，地面也冲洗了。')).toBeVisible();
  await expect(page.getByText('垃圾是装修户丢的')).toHaveCount(0);
  await community.context().close();
  await department.context().close();
});

test('the second of two desks is told what changed and keeps what was typed', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '树木倒伏');
  const first = await desk(browser, server, STAFF.community);
  const second = await desk(browser, server, STAFF.street, true);
  await openCase(first, number);
  await openCase(second, number);
  await choose(second, '不予受理');
  await second.getByRole('dialog').getByRole('radio', { name: '已经解决了' }).check();
  await second.getByLabel(/写一句话/).fill('昨天已经清理过。');
  await first.getByRole('button', { name: '受理', exact: true }).click();
  await expect(first.getByText('受理，办好了')).toBeVisible();
  await second.getByRole('dialog').getByRole('button', { name: /不予受理/ }).click();
  await expect(second.getByText('您办的时候，有人动过这件事')).toBeVisible();
  await expect(second.getByRole('dialog').getByText(/受理 · 今天/)).toBeVisible();
  await expect(second.getByLabel(/写一句话/)).toHaveValue('昨天已经清理过。');
  await second.getByRole('dialog').getByRole('button', { name: '看过了，仍然不予受理' }).click();
  await expect(second.getByText('未受理').first()).toBeVisible();
  await expect(second.getByText('昨天已经清理过。')).toBeVisible();

  // The same of what takes one tap, at a desk that the news has not reached.
  await open('/');
  const other = await reportHazard(page, '其他');
  await openCase(first, other.number);
  await openCase(second, other.number);
  const news = `**/api/v1/desk/cases/${other.number}`;
  await second.route(news, (route) => route.abort());
  await first.getByRole('button', { name: '受理', exact: true }).click();
  await expect(first.getByText('受理，办好了')).toBeVisible();
  await second.unroute(news);
  await second.getByRole('button', { name: '受理', exact: true }).click();
  const told = second.getByRole('dialog', { name: '受理' });
  await expect(told.getByText('您办的时候，有人动过这件事')).toBeVisible();
  await expect(told.getByText(/受理 · 今天/)).toBeVisible();
  await expect(told.getByText('现在不能这样办了')).toBeVisible();
  await told.getByRole('button', { name: '关闭' }).click();
  await expect(told).toHaveCount(0);
  await expect(second.getByText('已受理').first()).toBeVisible();
  await first.context().close();
  await second.context().close();
});

test('what takes one tap may come with words as well', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '漏水');
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await choose(community, '受理');
  const sheet = community.getByRole('dialog', { name: '受理' });
  await sheet.getByLabel(/写一句话/).fill('下午去看。');
  await sheet.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('下午去看。')).toBeVisible();
  await open(`/cases/${number}`);
  await expect(page.getByText('下午去看。')).toBeVisible();
  await community.context().close();
});

test('what was begun outlives a reload, can be dropped and had back, and is gone once it is sent or somebody signs out', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '电梯故障');
  const street = await desk(browser, server, STAFF.street);
  const kept = () => street.evaluate(() => localStorage.getItem('pa.act-drafts'));
  await openCase(street, number);
  await choose(street, '内部备注');
  const note = street.getByRole('dialog', { name: '内部备注' });
  await note.getByRole('textbox').fill('下周再去看看。');
  await note.getByRole('button', { name: '取消' }).click();
  await choose(street, '不予受理');
  const sheet = street.getByRole('dialog', { name: '不予受理' });
  const words = sheet.getByLabel(/写一句话/);
  const ground = sheet.getByRole('radio', { name: '已经解决了' });
  const cameBack = sheet.getByText('上次没发完的内容还在。');
  await expect(words).toBeVisible();
  await expect(cameBack).toHaveCount(0);
  await ground.check();
  await words.fill('上午已经修好。');
  await expect.poll(kept).toContain('上午已经修好。');

  await street.reload();
  await choose(street, '不予受理');
  await expect(words).toHaveValue('上午已经修好。');
  await expect(ground).toBeChecked();
  await expect(cameBack).toBeVisible();
  await sheet.getByRole('button', { name: '清空，重新填' }).click();
  await expect(words).toHaveValue('');
  await expect(ground).not.toBeChecked();
  await expect.poll(kept).not.toContain('上午已经修好。');
  await sheet.getByRole('button', { name: '还是拿回来' }).click();
  await expect(words).toHaveValue('上午已经修好。');
  await expect(ground).toBeChecked();
  await sheet.getByRole('button', { name: '不予受理', exact: true }).click();
  await expect(street.getByText('不予受理，办好了')).toBeVisible();
  await expect.poll(kept).not.toContain('上午已经修好。');
  expect(await kept()).toContain('下周再去看看。');
  // A session that ran out takes nothing of it along; whoever signs out does.
  const cookies = await street.context().cookies();
  await street.context().clearCookies({ name: 'pingan' });
  await street.reload();
  await expect(street.getByRole('link', { name: '去登录' })).toBeVisible();
  expect(await kept()).toContain('下周再去看看。');
  await street.context().addCookies(cookies);
  await street.goto('/account');
  await street.getByRole('button', { name: '退出登录', exact: true }).click();
  await expect.poll(kept).toBeNull();
  await street.context().close();
});
