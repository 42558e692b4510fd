import { describe, expect, it } from '@jest/globals';
import { Chat } from '#test/support/chat.ts';
import { FakeContactDesk } from '#test/support/fakeContactDesk.ts';

/** Walks through the form by buttons up to the read-back. */
async function fillIn(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.tap('choice:how=phone');
  await chat.type('0470 12 34 56');
  await chat.tap('choice:country=BE');
  await chat.tap('choice:topic=money');
  await chat.tap('choice:safe=callOnly');
  await chat.type('I have two small children');
  await chat.type('Sami');
}

describe('a contact request by buttons, in English', () => {
  it('asks for consent first, reads everything back, and shows reference and code after sending', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    expect(chat.lastText).toMatch(/30 days/);
    expect(chat.desk.submitted).toEqual([]);
    await chat.tap('choice:consent=yes');
    await chat.tap('choice:how=phone');
    await chat.type('0470 12 34 56');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:topic=money');
    await chat.tap('choice:safe=callOnly');
    await chat.type('I have two small children');
    await chat.type('Sami');
    const review = chat.said.at(-1);
    expect(review?.card?.kind).toBe('summary');
    expect(review?.text).toMatch(/\+32470123456/);
    expect(review?.text).toMatch(/leave no message/);
    expect(review?.text).toMatch(/two small children/);
    expect(review?.text).toMatch(/Subject: Money/);
    const sent = await chat.tap('choice:review=send');
    expect(sent.card?.kind).toBe('receipt');
    expect(sent.card?.rows?.map((row) => row.value)).toEqual([
      '\u2066REF00001\u2069',
      '\u20661234 5678 1234 5678\u2069',
    ]);
    expect(sent.text).toMatch(/open now/);
    expect(chat.desk.submitted).toEqual([
      expect.objectContaining({
        kind: 'return',
        country: 'BE',
        topic: 'money',
        means: { kind: 'phone', number: '+32470123456', isValid: true },
        safeContact: { safeToCall: 'yes', leaveMessage: 'no' },
        message: 'I have two small children',
        name: 'Sami',
        locale: 'en',
      }),
    ]);
    const consent = chat.desk.submitted[0]?.consent;
    expect(consent?.textHash).toMatch(/^[0-9a-f]{16}$/);
    expect(consent?.givenAt).toBe(chat.clock.now());
  });

  it('shows nothing but ways to reach people after a “no”', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    const said = await chat.tap('choice:consent=no');
    expect(said.card?.kind).toBe('contacts');
    expect(said.text).toMatch(/0800 32 745/);
    expect(chat.desk.submitted).toEqual([]);
  });

  it('says when the office works next', async () => {
    const desk = new FakeContactDesk();
    desk.isOpenNow = false;
    const chat = await Chat.open({ desk });
    await fillIn(chat);
    expect((await chat.tap('choice:review=send')).text).toMatch(/Tuesday,? 2 March.*09:00/);
  });

  it('lets every answer be corrected, and keeps the others', async () => {
    const chat = await Chat.open();
    await fillIn(chat);
    await chat.tap('choice:review=change.name');
    await chat.type('Samira');
    expect(chat.lastText).toMatch(/Samira/);
    await chat.tap('choice:review=change.how');
    await chat.tap('choice:how=email');
    await chat.type('samira@example.org');
    await chat.tap('choice:safe=skip');
    expect(chat.said.at(-1)?.card?.kind).toBe('summary');
    await chat.tap('choice:review=wishes');
    await chat.type('Kurmanji');
    await chat.tap('choice:gender=woman');
    await chat.tap('choice:spokenLanguage=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).toMatchObject({
      name: 'Samira',
      means: { kind: 'email', address: 'samira@example.org' },
      wishes: { interpreter: 'Kurmanji', counsellorGender: 'woman' },
      message: 'I have two small children',
    });
  });

  it('goes back step by step', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.tap('choice:how=phone');
    await chat.tap('choice:value=back');
    expect(chat.lastText).toMatch(/How may we contact you/);
    await chat.type('back');
    expect(chat.lastText).toMatch(/Do you agree/);
  });

  it('offers to share the question asked before, and shares it only after a yes', async () => {
    const chat = await Chat.open({ script: { 'can my baby fly': { answer: 'health-pregnant' } } });
    await chat.type('can my baby fly');
    await chat.command('country.set:BE');
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.type('me@example.org');
    await chat.tap('choice:safe=skip');
    expect(chat.lastText).toMatch(/can my baby fly/);
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).toMatchObject({ topic: 'health-pregnant', country: 'BE', means: { kind: 'email' } });
    expect(JSON.stringify(chat.desk.submitted[0])).not.toMatch(/can my baby fly/);
  });

  it('answers a question in the middle and goes on where it was', async () => {
    const chat = await Chat.open({ script: { 'how long does it all take?': { answer: 'avr-duration' } } });
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.type('how long does it all take?');
    expect(chat.said.at(-2)?.card?.kind).toBe('answer');
    expect(chat.lastText).toMatch(/Back to your contact request[\s\S]*How may we contact you/);
  });

  it('does not take a question for a name', async () => {
    const chat = await Chat.open({ script: { 'how long does it all take?': { answer: 'avr-duration' } } });
    await fillInUntilName(chat);
    await chat.type('how long does it all take?');
    expect(chat.lastText).toMatch(/What name may we use/);
  });

  it('switches language inside and keeps the answers', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.type('0470123456');
    await chat.command('language.set:ar');
    expect(chat.said.at(-1)?.locale).toBe('ar');
    await chat.tap('choice:country=LU');
    await chat.tap('choice:topic=skip');
    await chat.tap('choice:safe=skip');
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).toMatchObject({
      locale: 'ar',
      country: 'LU',
      means: { number: '+32470123456' },
      consent: { locale: 'en' },
    });
  });

  it('shows the number first when danger is written into the form, and can go on afterwards', async () => {
    const chat = await Chat.open({ script: { 'he wants to kill me': { crisis: 'safety-violence' } } });
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    const said = await chat.type('he wants to kill me');
    expect(said.card?.kind).toBe('crisis');
    await chat.tap('form.resume');
    expect(chat.lastText).toMatch(/How may we contact you/);
  });

  it('keeps a number that looks incomplete only if the person says so', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.tap('choice:how=phone');
    expect((await chat.type('0470 12')).text).toMatch(/looks incomplete/);
    await chat.tap('choice:value=keep');
    expect(chat.lastText).toMatch(/Where do you live/);
  });

  it('says “not stored” when the database is down, and stores once on the second try', async () => {
    const desk = new FakeContactDesk();
    desk.outages = 1;
    const chat = await Chat.open({ desk });
    await fillIn(chat);
    const failed = await chat.tap('choice:review=send');
    expect(failed.text).toMatch(/could not store/);
    expect(failed.text).toMatch(/0800 32 745/);
    await chat.tap('choice:review=send');
    expect(chat.said.at(-1)?.card?.kind).toBe('receipt');
    expect(desk.submitted).toHaveLength(1);
  });

  it('does not take a doubtful “ok?” for consent', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.type('ok?');
    expect(chat.lastText).toMatch(/Do you agree/);
    await chat.type('ok');
    expect(chat.lastText).toMatch(/How may we contact you/);
  });

  it('takes the name of a language for an answer when it asks for an interpreter', async () => {
    const chat = await Chat.open();
    await fillIn(chat);
    await chat.tap('choice:review=wishes');
    await chat.type('French');
    await chat.tap('choice:gender=noMatter');
    await chat.type('Arabic');
    expect(chat.said.at(-1)?.locale).toBe('en');
    await chat.type('send');
    expect(chat.desk.submitted[0]?.wishes).toEqual({ interpreter: 'French', spokenLanguage: 'Arabic' });
  });

  it('forgets everything when the person stops', async () => {
    const chat = await Chat.open();
    await fillIn(chat);
    const said = await chat.type('stop');
    expect(said.text).toMatch(/Nothing was sent/);
    expect(chat.states.dump()).not.toMatch(/Sami|470123456/);
    expect(chat.desk.submitted).toEqual([]);
  });

  it('reads a wished time and still asks what is safe', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.type('0470123456');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:topic=skip');
    await chat.type('tomorrow after 6');
    expect(chat.lastText).toMatch(/tomorrow after 6/);
    await chat.tap('choice:safe=callAndMessage');
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]?.safeContact).toEqual({
      safeToCall: 'yes',
      leaveMessage: 'yes',
      when: 'tomorrow after 6',
      whenUnderstood: '2027-03-02T18:00/2027-03-02T23:59',
    });
  });
});

async function fillInUntilName(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.type('0470123456');
  await chat.tap('choice:country=BE');
  await chat.tap('choice:topic=skip');
  await chat.tap('choice:safe=skip');
  await chat.tap('choice:message=skip');
}

async function fillInWithTime(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.tap('choice:how=whatsapp');
  await chat.type('0470 12 34 56');
  await chat.tap('choice:country=LU');
  await chat.tap('choice:topic=documents');
  await chat.type('tomorrow after 6');
  await chat.tap('choice:safe=callOnly');
  await chat.type('I have two small children');
  await chat.type('Sami');
  await chat.tap('choice:review=wishes');
  await chat.type('Kurmanji');
  await chat.tap('choice:gender=woman');
  await chat.type('Sorani');
}

describe('somebody under 18', () => {
  it('gets the children’s lines, no return request, and is asked only how to be reached', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    const said = await chat.tap('choice:consent=minor');
    expect(said.text).toMatch(/116 000/);
    expect(said.text).toMatch(/guardian/);
    await chat.tap('choice:minor=yes');
    await chat.type('0470123456');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:safe=skip');
    await chat.tap('choice:review=send');
    const draft = chat.desk.submitted[0];
    expect(draft).toMatchObject({ kind: 'minor', topic: undefined });
    expect(draft).not.toHaveProperty('name');
    expect(draft).not.toHaveProperty('message');
  });

  it('is recognised by words too', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.type('I am under 18');
    expect(chat.lastText).toMatch(/116 000/);
  });
});

describe('in the demonstration', () => {
  it('says before consent and after sending that nobody will answer, and names the free number', async () => {
    const chat = await Chat.open({ operated: false });
    await chat.command('human.ask');
    expect(chat.lastText).toMatch(/nobody will answer[\s\S]*0800 32 745/);
    await chat.tap('choice:consent=yes');
    await chat.type('0470123456');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:topic=skip');
    await chat.tap('choice:safe=skip');
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    const sent = await chat.tap('choice:review=send');
    expect(sent.text).toMatch(/Nobody will answer/);
    expect(sent.text).toMatch(/0800 32 745/);
    expect(sent.text).not.toMatch(/office/);
  });
});

describe('by words alone', () => {
  it('works in French', async () => {
    const chat = await Chat.open({ locale: 'fr' });
    await chat.command('human.ask');
    await chat.type('oui');
    await chat.type('whatsapp');
    await chat.type('+33 6 12 34 56 78');
    await chat.type('Belgique');
    await chat.type('passer');
    await chat.type('passer');
    await chat.type('non');
    await chat.type('Awa');
    expect(chat.said.at(-1)?.card?.kind).toBe('summary');
    await chat.type('envoyer');
    expect(chat.desk.submitted[0]).toMatchObject({
      locale: 'fr',
      means: { kind: 'whatsapp', number: '+33612345678' },
      name: 'Awa',
    });
  });

  it('works in Arabic, with Arabic digits', async () => {
    const chat = await Chat.open({ locale: 'ar-SY' });
    await chat.command('human.ask');
    await chat.type('نعم');
    await chat.type('هاتف');
    await chat.type('٠٤٧٠١٢٣٤٥٦');
    await chat.type('بلجيكا');
    await chat.type('تخطي');
    await chat.type('تخطي');
    await chat.type('لا');
    await chat.type('سامي');
    expect(chat.said.at(-1)?.card?.kind).toBe('summary');
    await chat.type('إرسال');
    expect(chat.desk.submitted[0]).toMatchObject({ locale: 'ar', means: { number: '+32470123456' }, name: 'سامي' });
  });
});

describe('afterwards', () => {
  it('shows, changes, withdraws and deletes a request by reference and code', async () => {
    const chat = await Chat.open();
    await fillIn(chat);
    await chat.tap('choice:review=send');
    await chat.tap('status.start');
    await chat.type('REF00001');
    await chat.type('1234 5678 1234 5678');
    expect(chat.lastText).toMatch(/Waiting/);
    await chat.tap('choice:manage=change');
    expect(chat.lastText).toMatch(/Do you agree/);
    await chat.tap('choice:consent=yes');
    expect(chat.said.at(-1)?.card?.kind).toBe('summary');
    await chat.tap('choice:review=change.name');
    await chat.type('Nour');
    await chat.tap('choice:review=send');
    expect(chat.desk.statuses.get('REF00001')).toBe('withdrawn');
    expect(chat.desk.submitted[1]).toMatchObject({ name: 'Nour', message: 'I have two small children' });
    await chat.tap('status.start');
    await chat.type('REF00002');
    await chat.type('1234567812345678');
    await chat.tap('choice:manage=erase');
    await chat.tap('choice:confirm=yes');
    expect(chat.lastText).toMatch(/deleted/);
    expect(chat.desk.statuses.get('REF00002')).toBe('erased');
  });

  it('changes nothing that the person did not change', async () => {
    const chat = await Chat.open({ script: { q: { answer: 'iom-what-is' } } });
    await fillInWithTime(chat);
    await chat.tap('choice:review=send');
    await chat.type('q');
    await chat.command('status.start');
    await chat.type('REF00001');
    await chat.type('1234 5678 1234 5678');
    await chat.tap('choice:manage=change');
    await chat.tap('choice:consent=yes');
    await chat.tap('choice:review=send');
    const [before, after] = chat.desk.submitted;
    expect({ ...after, draftId: '', consent: undefined }).toEqual({ ...before, draftId: '', consent: undefined });
  });

  it('asks before withdrawing', async () => {
    const chat = await Chat.open();
    await fillIn(chat);
    await chat.tap('choice:review=send');
    await chat.tap('status.start');
    await chat.type('REF00001');
    await chat.type('1234567812345678');
    await chat.tap('choice:manage=withdraw');
    await chat.tap('choice:confirm=no');
    expect(chat.desk.statuses.get('REF00001')).toBe('pending');
    await chat.tap('choice:manage=withdraw');
    await chat.type('yes');
    expect(chat.desk.statuses.get('REF00001')).toBe('withdrawn');
  });

  it('tells a wrong code and an unknown reference apart to nobody, and says when it is locked', async () => {
    const chat = await Chat.open();
    await chat.type('my contact request');
    await chat.type('REF00009');
    await chat.type('0000000000000000');
    expect(chat.said.at(-2)?.text).toMatch(/no request with this reference and code/);
    chat.desk.locked = true;
    await chat.type('REF00009');
    await chat.type('0000000000000000');
    expect(chat.lastText).toMatch(/too many attempts.*10:15/);
  });
});
