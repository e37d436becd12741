using System.Net;
using Nca.Targets;

namespace Nca.Tests.Targets;

public sealed class TargetTests
{
    [Theory]
    [InlineData("pil_a")]
    [InlineData("pil_b")]
    [InlineData("pil_c")]
    [InlineData("pil_d")]
    public void Resizing_equals_Pillow_bit_for_bit(string name)
    {
        var (input, expected) = (NpyArray.Read($"{name}_in_u8"), NpyArray.Read($"{name}_resized_u8"));
        var source = new Picture(input.Shape[1], input.Shape[0], input.Bytes);
        Assert.Equal(NpyArray.Read($"{name}_premult_u8").Bytes, Resampling.Premultiply(source).Rgba);
        Assert.Equal(
            NpyArray.Read($"{name}_resized_premult_u8").Bytes,
            Resampling.ResizePremultiplied(Resampling.Premultiply(source), expected.Shape[1], expected.Shape[0]).Rgba
        );
        Assert.Equal(expected.Bytes, Resampling.Resize(source, expected.Shape[1], expected.Shape[0]).Rgba);
    }

    [Fact]
    public void The_shipped_chick_is_the_reference_source()
    {
        var picture = Picture.Read(Path.Combine(TargetCatalog.Folder()!, "1f423-hatching-chick.png"));
        Assert.Equal(NpyArray.Read("target_src128_rgba_u8").Bytes, picture.Rgba);
        Assert.Equal(NpyArray.Read("target_resized40_rgba_u8").Bytes, Resampling.Resize(picture, 40, 40).Rgba);
    }

    [Theory]
    [InlineData(AlphaMode.Listing, "target_tensor_listing")]
    [InlineData(AlphaMode.Premultiplied, "target_tensor_premult")]
    [InlineData(AlphaMode.Straight, "target_tensor_straight")]
    public void Canvases_equal_the_reference_exactly(AlphaMode alphaMode, string name) =>
        Assert.Equal(ReferenceData.TargetRgba(name), Target.Load("1f423", alphaMode: alphaMode).Rgba);

    [Theory]
    [InlineData("1f98e")]
    [InlineData("U+1F98E")]
    [InlineData("🦎")]
    [InlineData("lizard")]
    [InlineData("1f98e-lizard.png")]
    public void A_picture_is_found_by_any_of_its_names(string text) => Assert.Equal("lizard", Target.Load(text).Name);

    [Fact]
    public void All_eleven_pictures_are_there_with_their_check_sums()
    {
        Assert.Equal(11, TargetCatalog.All.Count);
        foreach (var picture in TargetCatalog.All)
        {
            var bytes = File.ReadAllBytes(Path.Combine(TargetCatalog.Folder()!, picture.FileName));
            Assert.Equal(picture.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        }
    }

    [Theory]
    [InlineData(64, 65, "does not fit a canvas of 64×64")]
    [InlineData(2, 1, "canvas of 2×2")]
    [InlineData(64, 0, "picture of 0×0")]
    public void A_canvas_that_cannot_be_is_refused(int grid, int size, string words) =>
        Assert.Contains(words, Assert.Throws<TargetException>(() => Target.Load("1f423", grid, size)).Message);

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Assert.Contains("hatching-chick", Assert.Throws<TargetException>(() => Target.Load("no such thing")).Message);

    [Fact]
    public void A_flipped_bit_or_a_lost_end_never_passes()
    {
        var bytes = File.ReadAllBytes(Path.Combine(TargetCatalog.Folder()!, "1f423-hatching-chick.png"));
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var broken = trial % 2 == 0 ? bytes[..random.Next(bytes.Length - 1)] : (byte[])bytes.Clone();
            if (trial % 2 == 1)
                broken[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Contains("broken.png", Assert.Throws<TargetException>(() => Picture.Decode(broken, "broken.png")).Message);
        }
    }

    [Fact]
    public void A_huge_picture_is_refused_by_its_header()
    {
        var bytes = File.ReadAllBytes(Path.Combine(TargetCatalog.Folder()!, "1f423-hatching-chick.png"));
        bytes[16] = 0x7f;
        Assert.Contains("pixels", Assert.Throws<TargetException>(() => Picture.Decode(bytes, "huge.png")).Message);
    }

    [Fact]
    public void A_download_is_checked_and_kept()
    {
        var bytes = File.ReadAllBytes(Path.Combine(TargetCatalog.Folder()!, "1f98e-lizard.png"));
        var folder = Directory.CreateTempSubdirectory().FullName;
        using var client = new HttpClient(
            new Answer(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) })
        );
        var path = new TargetDownload(client).Fetch("1f98e", folder, TargetCatalog.Find("lizard")!.Sha256);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder));
        Assert.Contains(
            "check sum",
            Assert.Throws<TargetException>(() => new TargetDownload(client).Fetch("1f98e", folder, new string('0', 64))).Message
        );
    }

    [Fact]
    public void A_download_that_fails_or_stalls_names_the_mend()
    {
        using var missing = new HttpClient(new Answer(_ => new HttpResponseMessage(HttpStatusCode.NotFound)));
        Assert.Contains("answer 404", Assert.Throws<TargetException>(() => new TargetDownload(missing).Fetch("1f98e", "targets")).Message);
        using var stalled = new HttpClient(new Answer(null));
        Assert.Contains(
            "within 0.2 seconds: put a PNG",
            Assert.Throws<TargetException>(() => new TargetDownload(stalled, TimeSpan.FromSeconds(0.2)).Fetch("1f98e", "targets")).Message
        );
    }

    private sealed class Answer(Func<HttpRequestMessage, HttpResponseMessage>? answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answer is null)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return answer!(request);
        }
    }
}
