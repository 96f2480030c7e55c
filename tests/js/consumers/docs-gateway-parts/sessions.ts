const ann = { user: 'ann', numbers: ['+15551234567'] };

export const sessions = { get: async (id: string) => (id === 'of-ann' ? ann : undefined) };
