Console.WriteLine("nca");
