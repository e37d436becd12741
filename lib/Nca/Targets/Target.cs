using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nca.Automaton;

namespace Nca.Targets;

/// <summary>The pattern to grow: a picture, resized and centred on a square canvas of cells (tutorial, section 3).</summary>
public sealed record Target
{
    /// <summary>Name for captions, say <c>hatching-chick</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Emoji, or the empty string where the picture is none.</summary>
    public string Emoji { get; init; } = "";

    /// <summary>Rows and columns of the canvas.</summary>
    public required int Grid { get; init; }

    /// <summary>Side of the picture on the canvas, in cells.</summary>
    public required int Size { get; init; }

    /// <summary>How colour and alpha lie on the canvas.</summary>
    public required AlphaMode AlphaMode { get; init; }

    /// <summary>Red, green, blue, alpha in [0, 1], shape [grid, grid, 4].</summary>
    public required float[] Rgba { get; init; }

    /// <summary>
    /// Empty cells on each side of the picture: left and top (right and bottom have one more where the difference is odd).
    /// </summary>
    public int Padding => (Grid - Size) / 2;

    /// <summary>Identifies canvas and values: SHA-256 in lower-case hexadecimal.</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(BitConverter.GetBytes(Grid));
            foreach (var value in Rgba)
                hash.AppendData(BitConverter.GetBytes(value));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Loads a target.</summary>
    /// <param name="picture">Code point, emoji, name, or path of any PNG.</param>
    /// <param name="grid">Rows and columns of the canvas, 3 to 1024. The tutorial: 64.</param>
    /// <param name="size">Side of the picture on the canvas, 1 to <paramref name="grid"/>. The tutorial: 40.</param>
    /// <param name="alphaMode">How colour and alpha lie on the canvas.</param>
    /// <exception cref="TargetException">The picture cannot be had, or does not fit the canvas.</exception>
    public static Target Load(string picture, int grid = 64, int size = 40, AlphaMode alphaMode = AlphaMode.Premultiplied)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (File.Exists(picture))
            return FromPicture(Picture.Read(picture), Path.GetFileNameWithoutExtension(picture), grid, size, alphaMode);
        var folder = TargetCatalog.Folder();
        if (TargetCatalog.Find(picture) is { } known)
        {
            var shipped = folder is null ? null : Path.Combine(folder, known.FileName);
            var found = shipped is not null && File.Exists(shipped) ? Picture.Read(shipped) : Fetched(known.CodePoint);
            return FromPicture(found, known.Name, grid, size, alphaMode) with { Emoji = known.Emoji };
        }

        if (CodePointOf(picture) is { } codePoint)
            return FromPicture(Fetched(codePoint), codePoint, grid, size, alphaMode) with
            {
                Emoji = char.ConvertFromUtf32(int.Parse(codePoint, NumberStyles.HexNumber)),
            };
        throw new TargetException(
            $"There is no picture '{picture}'; name a PNG file or one of "
                + $"{string.Join(", ", TargetCatalog.All.Select(entry => $"{entry.Emoji} {entry.Name}"))}."
        );
    }

    /// <summary>Puts a picture on a canvas.</summary>
    /// <param name="picture">The picture; one that is not square is stretched, as the tutorial's resize does.</param>
    /// <param name="name">Name for captions.</param>
    /// <param name="grid">Rows and columns of the canvas, 3 to 1024.</param>
    /// <param name="size">Side of the picture on the canvas.</param>
    /// <param name="alphaMode">How colour and alpha lie on the canvas.</param>
    /// <exception cref="TargetException">The picture does not fit the canvas.</exception>
    public static Target FromPicture(Picture picture, string name, int grid, int size, AlphaMode alphaMode)
    {
        if (grid is < 3 or > 1024)
            throw new TargetException($"A canvas of {grid}×{grid} cells is not possible; allowed: 3 to 1024.");
        if (size < 1)
            throw new TargetException($"A picture of {size}×{size} cells is not possible; allowed: 1 to {grid} (the canvas).");
        if (size > grid)
            throw new TargetException(
                $"A picture of {size}×{size} cells does not fit a canvas of {grid}×{grid}; choose a size of at most {grid} or a "
                    + "larger grid."
            );
        var resized = Resampling.Resize(picture, size, size).Rgba;
        var rgba = new float[grid * grid * 4];
        var padding = (grid - size) / 2;
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                Place(resized.AsSpan((y * size + x) * 4, 4), rgba.AsSpan(((padding + y) * grid + padding + x) * 4, 4), alphaMode);
        return new Target
        {
            Name = name,
            Grid = grid,
            Size = size,
            AlphaMode = alphaMode,
            Rgba = rgba,
        };
    }

    /// <summary>The same picture on a larger or smaller canvas, its middle cell staying the middle; what does not fit is cut off.</summary>
    /// <param name="grid">Rows and columns of the canvas, 3 to 1024.</param>
    public Target OnCanvas(int grid)
    {
        if (grid is < 3 or > 1024)
            throw new TargetException($"A canvas of {grid}×{grid} cells is not possible; allowed: 3 to 1024.");
        var rgba = new float[grid * grid * 4];
        var shift = Grid / 2 - grid / 2;
        for (var y = Math.Max(0, -shift); y < Math.Min(grid, Grid - shift); y++)
            for (var x = Math.Max(0, -shift); x < Math.Min(grid, Grid - shift); x++)
                Rgba.AsSpan(((y + shift) * Grid + x + shift) * 4, 4).CopyTo(rgba.AsSpan((y * grid + x) * 4));
        return this with { Grid = grid, Size = Math.Min(Size, grid), Rgba = rgba };
    }

    /// <summary>A state that shows this picture: its colour and alpha, hidden channels zero.</summary>
    /// <param name="channels">Channels of the state, at least 4.</param>
    public CellState ToState(int channels)
    {
        var state = new CellState(Grid, Grid, channels);
        for (var cell = 0; cell < Grid * Grid; cell++)
            Rgba.AsSpan(cell * CellState.VisibleChannels, CellState.VisibleChannels).CopyTo(state.Values.AsSpan(cell * channels));
        return state;
    }

    /// <summary>Cells of the picture that count as alive.</summary>
    public int AliveCells() => ToState(CellState.VisibleChannels).AliveCells();

    /// <inheritdoc/>
    public override string ToString() => $"{Emoji} {Name}, {Size}×{Size} on {Grid}×{Grid}, {AlphaMode}".TrimStart();

    private static void Place(ReadOnlySpan<byte> pixel, Span<float> cell, AlphaMode alphaMode)
    {
        var alpha = pixel[3];
        for (var channel = 0; channel < 4; channel++)
        {
            cell[channel] = alphaMode switch
            {
                AlphaMode.Listing => Resampling.ProductOverFullScale(pixel[channel], alpha) / 255f,
                AlphaMode.Premultiplied when channel < 3 => pixel[channel] / 255f * (alpha / 255f),
                _ => pixel[channel] / 255f,
            };
        }
    }

    private static Picture Fetched(string codePoint)
    {
        if (UserFolder.Path is { } own)
        {
            var folder = Path.Combine(own, "targets");
            var kept = Path.Combine(folder, $"{codePoint}.png");
            return Picture.Read(File.Exists(kept) ? kept : Download(codePoint, folder));
        }

        // Without a home there is no place to keep it.
        var passing = Directory.CreateTempSubdirectory("nca-");
        try
        {
            return Picture.Read(Download(codePoint, passing.FullName));
        }
        finally
        {
            passing.Delete(recursive: true);
        }
    }

    private static string Download(string codePoint, string folder)
    {
        using var client = new HttpClient();

        // The tutorial's source may differ from our shipped picture by a shade, so its check sum is not ours.
        return new TargetDownload(client).Fetch(codePoint, folder);
    }

    // U+ and hexadecimal digits, digits that begin with a decimal one ("face" and "decade" are words), or a single character; of the
    // latter two only what can be a picture: no letters and no numbers.
    private static string? CodePointOf(string text)
    {
        var named = text.StartsWith("U+", StringComparison.OrdinalIgnoreCase);
        var digits = named ? text[2..] : text;
        if (
            digits.Length is >= 4 and <= 6
            && (named || char.IsAsciiDigit(digits[0]))
            && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && value is > 0x1F and < 0x110000 and not (>= 0xD800 and < 0xE000)
            && (named || CanBePicture(new Rune(value)))
        )
            return digits.ToLowerInvariant();
        var runes = text.EnumerateRunes().Where(rune => rune.Value != 0xFE0F).ToArray();
        return runes.Length == 1 && runes[0].Value > 0xFF && CanBePicture(runes[0]) ? runes[0].Value.ToString("x") : null;
    }

    // Emoji newer than the runtime's tables have no category yet.
    private static bool CanBePicture(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.OtherSymbol
                or UnicodeCategory.MathSymbol
                or UnicodeCategory.ModifierSymbol
                or UnicodeCategory.OtherPunctuation
                or UnicodeCategory.DashPunctuation
        || (rune.Value >= 0x1F000 && Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned);
}
