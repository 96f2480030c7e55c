/** @type {import('next').NextConfig} */
export default {
  rewrites: async () => [{ source: '/api/linq/:path*', destination: `${process.env.LINQ_URL}/api/linq/:path*` }],
};
