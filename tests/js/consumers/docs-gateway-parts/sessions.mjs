const ann = { user: 'ann', numbers: ['+15551234567'] };

export const sessions = { get: async (id) => ({ 'of-ann': ann })[id] };
