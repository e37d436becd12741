using System.Globalization;

namespace Nca.Notebooks.Report;

/// <summary>A colour of a terminal, and what it becomes where it would not be readable.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct AnsiColour(byte Red, byte Green, byte Blue)
{
    // WCAG 2, level AA, for text of ordinary size; a little more, because what is computed is rounded.
    private const double Readable = 4.6;

    private static readonly AnsiColour[] Sixteen =
    [
        new(0, 0, 0),
        new(190, 30, 30),
        new(20, 130, 40),
        new(150, 110, 0),
        new(30, 80, 190),
        new(150, 40, 150),
        new(0, 130, 140),
        new(190, 190, 190),
        new(110, 110, 110),
        new(235, 70, 70),
        new(50, 180, 80),
        new(215, 170, 30),
        new(90, 140, 240),
        new(205, 100, 205),
        new(50, 185, 195),
        new(255, 255, 255),
    ];

    /// <summary>The page's ground by day, the darkest that a text may stand on.</summary>
    public static AnsiColour LightPaper { get; } = new(0xf2, 0xef, 0xe8);

    /// <summary>The page's ground by night, the lightest that a text may stand on.</summary>
    public static AnsiColour DarkPaper { get; } = new(0x24, 0x28, 0x2d);

    /// <summary>One of the sixteen.</summary>
    /// <param name="index">0 to 15.</param>
    public static AnsiColour Named(int index) => Sixteen[index];

    /// <summary>One of 256: the sixteen, a cube of 6×6×6, and 24 greys.</summary>
    /// <param name="index">0 to 255.</param>
    public static AnsiColour Indexed(int index)
    {
        if (index < 16)
            return Sixteen[index];
        if (index >= 232)
            return new((byte)(8 + (index - 232) * 10), (byte)(8 + (index - 232) * 10), (byte)(8 + (index - 232) * 10));
        static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + step * 40);
        index -= 16;
        return new(Level(index / 36), Level(index / 6 % 6), Level(index % 6));
    }

    /// <summary>Black on what is light, white on what is dark.</summary>
    public AnsiColour Opposite() => Contrast(this, default) > Contrast(this, new(255, 255, 255)) ? default : new(255, 255, 255);

    /// <summary>This colour, as far towards black or white as it must go to be read.</summary>
    /// <param name="ground">What it stands on.</param>
    public AnsiColour ReadableOn(AnsiColour ground)
    {
        var end = ground.Opposite();
        for (var step = 0; step <= 20; step++)
            if (Mixed(end, step / 20.0) is var mixed && Contrast(mixed, ground) >= Readable)
                return mixed;
        return end;
    }

    /// <summary>The contrast of two colours, 1 to 21, as WCAG 2 defines it.</summary>
    /// <param name="one">A colour.</param>
    /// <param name="other">Another.</param>
    public static double Contrast(AnsiColour one, AnsiColour other)
    {
        var (high, low) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (high + 0.05) / (low + 0.05);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(byte channel) =>
        channel / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private AnsiColour Mixed(AnsiColour other, double share) =>
        new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    private static byte Mix(byte one, byte other, double share) => (byte)Math.Round(one + (other - one) * share);
}
